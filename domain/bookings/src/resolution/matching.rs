//! The cheapest way to give each of some rows a column of its own: the Hungarian method with potentials, in time
//! cubic in the number of rows and columns, so callers bound both.

/// What a row without a column costs: more than any real cost, so that as many rows as possible get one.
const NOTHING: i64 = 1_000_000_000;

/// For each row the column it gets, so that as many rows as possible have one and the sum of costs is least. `None` in
/// `costs` means that the row cannot have the column.
pub(crate) fn assign(costs: &[Vec<Option<u32>>], columns: usize) -> Vec<Option<usize>> {
    let rows = costs.len();
    // A column of its own for each row stands for "nothing".
    let width = columns + rows;
    let cost = |row: usize, column: usize| -> i64 {
        let real = costs.get(row).and_then(|row| row.get(column)).copied().flatten();
        match real {
            Some(cost) => i64::from(cost),
            None if column == columns + row => NOTHING,
            None => 2 * NOTHING,
        }
    };
    let mut owners = Owners::new(rows, width);
    for row in 1..=rows {
        owners.add(row, &cost);
    }
    let mut found = vec![None; rows];
    for (column, owner) in owners.owner.iter().enumerate().skip(1) {
        if let Some(place) = owner.checked_sub(1).and_then(|row| found.get_mut(row)) {
            *place = (column <= columns).then_some(column - 1);
        }
    }
    // A row that has a column which it cannot have has none.
    let real = |(row, column): (usize, Option<usize>)| {
        column.filter(|column| costs.get(row).and_then(|row| row.get(*column)).copied().flatten().is_some())
    };
    found.into_iter().enumerate().map(real).collect()
}

/// The state of the method; rows and columns are counted from one, and zero is no row.
struct Owners {
    /// The row that has each column.
    owner: Vec<usize>,
    row_potential: Vec<i64>,
    column_potential: Vec<i64>,
}

impl Owners {
    fn new(rows: usize, width: usize) -> Self {
        Self { owner: vec![0; width + 1], row_potential: vec![0; rows + 1], column_potential: vec![0; width + 1] }
    }

    /// Gives one more row a column, moving others where that is cheapest.
    fn add(&mut self, row: usize, cost: &impl Fn(usize, usize) -> i64) {
        let width = self.owner.len();
        let (mut least, mut before) = (vec![i64::MAX; width], vec![0_usize; width]);
        let mut used = vec![false; width];
        put(&mut self.owner, 0, row);
        let mut column = 0;
        loop {
            put(&mut used, column, true);
            let here = get(&self.owner, column);
            if here == 0 {
                break;
            }
            let (mut delta, mut next) = (i64::MAX, 0);
            for other in 1..width {
                if get(&used, other) {
                    continue;
                }
                let reduced =
                    cost(here - 1, other - 1) - get(&self.row_potential, here) - get(&self.column_potential, other);
                if reduced < get(&least, other) {
                    put(&mut least, other, reduced);
                    put(&mut before, other, column);
                }
                if get(&least, other) < delta {
                    (delta, next) = (get(&least, other), other);
                }
            }
            self.shift(&used, &mut least, delta);
            column = next;
        }
        while column != 0 {
            let previous = get(&before, column);
            let moved = get(&self.owner, previous);
            put(&mut self.owner, column, moved);
            column = previous;
        }
    }

    fn shift(&mut self, used: &[bool], least: &mut [i64], delta: i64) {
        for (column, is_used) in used.iter().enumerate() {
            if *is_used {
                let row = get(&self.owner, column);
                let (row_potential, potential) = (get(&self.row_potential, row), get(&self.column_potential, column));
                put(&mut self.row_potential, row, row_potential + delta);
                put(&mut self.column_potential, column, potential - delta);
            } else if column > 0 {
                let left = get(least, column).saturating_sub(delta);
                put(least, column, left);
            }
        }
    }
}

fn get<T: Copy + Default>(list: &[T], at: usize) -> T {
    list.get(at).copied().unwrap_or_default()
}

fn put<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}
