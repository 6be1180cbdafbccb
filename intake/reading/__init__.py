"""Reading files as help desks write them: from bytes to typed rows or rejections. Pure: no models, no settings."""
