"""`manage.py run` without its first step: the tests' environment is built already."""

import sys

from commands.line import main

if __name__ == "__main__":
    sys.exit(main(["run", *sys.argv[1:]]))
