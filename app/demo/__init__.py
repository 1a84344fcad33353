"""A demonstration office: invented people and papers, real commands, real signatures, keys not for real use."""
