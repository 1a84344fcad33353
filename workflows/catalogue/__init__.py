"""The workflows this house ships: one TOML file each. A rule change is read in its diff."""
