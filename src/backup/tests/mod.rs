//! Safekeeping as stories.
