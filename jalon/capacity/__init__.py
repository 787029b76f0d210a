"""What each post has and lacks: its register, equipment and staff, its assessments, and the gaps that come of them."""
