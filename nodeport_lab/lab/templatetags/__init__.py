"""Tags and filters of our templates; settings.py makes them known to every one of them."""
