//! The rules of terms told as stories.
