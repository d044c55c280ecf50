"""What every connector is made of: manifest, form, contract, HTTP, stand-in."""
