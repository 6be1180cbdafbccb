"""Chat: addresses, hosts, messages, and sending them."""
