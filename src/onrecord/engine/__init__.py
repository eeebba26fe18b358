"""How work is spread over processes and machines: functions and items in, results in order out."""
