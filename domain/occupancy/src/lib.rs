//! Occupancy: how much the resources of a community are used, what they bring, and what could be better.

pub mod forecast;

#[cfg(test)]
mod tests;
