//! Children that stay while others come: a list that grows is not made anew.

use super::{Element, follow};
use crate::browser::dom;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

impl Element {
    /// Children that stay: those of the items up to the first that is another than before. What follows is made anew, and what is new
    /// is added.
    pub fn growing<T: PartialEq + 'static>(
        self,
        items: impl Fn() -> Vec<T> + 'static,
        make: impl Fn(&T) -> Element + 'static,
    ) -> Self {
        let (parent, mark) = (self.0.clone(), self.append(""));
        let put = move |_, child: &Element| dom::insert(&parent, &child.0, Some(&mark));
        grow(items, make, put, |_| ());
        self
    }

    /// Such children in groups of so many, for the browser to pass over whole groups that are out of sight.
    pub fn growing_in_groups<T: PartialEq + 'static>(
        self,
        size: usize,
        group: fn() -> Element,
        items: impl Fn() -> Vec<T> + 'static,
        make: impl Fn(&T) -> Element + 'static,
    ) -> Self {
        let (parent, mark) = (self.0.clone(), self.append(""));
        let groups = Rc::new(RefCell::new(Vec::<Element>::new()));
        let standing = groups.clone();
        let put = move |at: usize, child: &Element| {
            let mut groups = standing.borrow_mut();
            if groups.len() <= at / size {
                let new = group();
                dom::insert(&parent, &new.0, Some(&mark));
                groups.push(new);
            }
            if let Some(last) = groups.last() {
                dom::insert(&last.0, &child.0, None);
            }
        };
        let keep = move |count: usize| {
            let mut groups = groups.borrow_mut();
            let full = count.div_ceil(size).min(groups.len());
            for gone in groups.drain(full..) {
                dom::remove(&gone.0);
            }
        };
        grow(items, make, put, keep);
        self
    }
}

/// Keeps children in step with items: `keep` hears how many of them stay, then `put` puts in each that is new, by its place.
fn grow<T: PartialEq + 'static>(
    items: impl Fn() -> Vec<T> + 'static,
    make: impl Fn(&T) -> Element + 'static,
    put: impl Fn(usize, &Element) + 'static,
    keep: impl Fn(usize) + 'static,
) {
    let stage = Owner::new();
    let mut standing: Vec<(T, Element, Owner)> = Vec::new();
    follow(Box::new(move || {
        let items = items();
        let same = standing.iter().zip(&items).take_while(|((old, ..), new)| old == *new).count();
        for (_, old, _) in standing.drain(same..) {
            dom::remove(&old.0);
        }
        keep(same);
        for (at, item) in items.into_iter().enumerate().skip(same) {
            // Each belongs to itself, so that it outlives the next change.
            let owner = stage.child();
            let child = owner.with(|| untrack(|| make(&item)));
            put(at, &child);
            standing.push((item, child, owner));
        }
    }));
}
