"""One model behind an OpenAI-compatible endpoint: asked at the pace it allows, and honest about what went wrong."""
