"""The deterministic grader: structure first, then words; a level, a reason and quoted evidence for each criterion."""
