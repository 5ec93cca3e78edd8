//! Resources: the places and things of a community that can be booked.
