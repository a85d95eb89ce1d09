"""The judge's pure parts: what a model is asked about a chat, the form of its answer, and how that is read."""
