"""Run-time of the shipped network: words in; syntax, events and attributions out, by onnxruntime, without torch.

    from onrecord.models.encoder import load_encoder

    encoder = load_encoder()
    read = encoder.read(article.text, article.sentences, article.paragraphs)
    read.sentences[0].tokens     # Token(start, end, tag, head, dep, entity): Penn tags, ClearNLP labels, OntoNotes BIO
    read.factuality[0]           # -3 … 3 for each token, as if it were an event
    read.triggers[0]             # chance of each token to name an event
    read.relations               # FoundAttribution(source, cue, content, score)

One network (`encoder`) reads each window once; `features` makes its numbers, `decode`, `links` and `trees` read its
scores, `weights` checks digests. The weights in `data/` are described in their card, data/CARD.md.
"""
