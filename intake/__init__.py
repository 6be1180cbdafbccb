"""Files and calls become typed rows or rejections: formats, profiles, and what each cell means."""
