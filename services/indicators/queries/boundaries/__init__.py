"""Reading by boundaries (địa giới): figures of former units carried to those in force."""
