"""What a module lead runs: check what is written, restore the notebooks' form, release them to students."""
