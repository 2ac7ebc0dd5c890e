"""What the service tells its operators of itself: metrics, logs of requests, traces."""
