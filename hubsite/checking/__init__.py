"""Looking published pages over: links that lead nowhere, images without words."""
