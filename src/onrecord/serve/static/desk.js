// The desk works without script; what is added here only makes it quicker.
