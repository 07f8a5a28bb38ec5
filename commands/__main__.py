"""`python -m commands`: the command line inside an environment that is built already."""

import sys

from commands.line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
