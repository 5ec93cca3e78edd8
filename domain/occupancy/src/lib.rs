//! Occupancy: how much the resources of a community are used, what they bring, and what could be better.

pub mod figures;
pub mod forecast;
pub mod suggestions;

#[cfg(test)]
mod tests;
