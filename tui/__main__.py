"""`python -m tui` is `callboard`."""

from .cli import main

if __name__ == "__main__":
    main()
