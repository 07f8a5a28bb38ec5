"""One module per section of the site; each offers a `router` whose handlers answer with `render.view`."""
