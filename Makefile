# `make JOB` for those who have make; `python3 dev.py JOB` does the same without.
.PHONY: demo test slow lint docs check
demo test slow lint docs check:
	@python3 dev.py $@
