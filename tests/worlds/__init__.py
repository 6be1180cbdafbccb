"""Two worlds that differ only in what must stay secret, and a crawl that compares what others can see of them."""
