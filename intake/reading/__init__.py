"""Reader for exports of help desks: from bytes to typed rows or rejections. Pure, without models and settings."""
