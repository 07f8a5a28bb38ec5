"""Every statement of the service: reads return contracts or rows, writes are whole sets."""
