"""What changes panels of appraisers: arranging them, a member's part, what the head decides."""
