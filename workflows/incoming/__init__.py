"""Incoming papers (văn bản đến): taken in, registered, directed, handled, told of in their books."""
