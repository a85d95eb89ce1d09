"""How people word things: language packs, their phrase notation, and the matcher that finds moves in a text."""
