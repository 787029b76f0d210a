"""What an evaluation is made of: what is asked, promises then and now, figures then and now, what follows from them."""
