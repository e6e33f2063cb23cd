//! A logarithm in whole numbers, so that no machine finds another one.

/// One bit: the logarithm of 2.
pub const BIT: u64 = 256;

/// The binary logarithm of a number from 1 on, in parts of [`BIT`], cut and not rounded.
#[must_use]
pub fn log2(number: u64) -> u64 {
    let whole = number.max(1).ilog2();
    let mut rest = (u128::from(number.max(1)) << 32) >> whole;
    let mut logarithm = u64::from(whole);
    for _ in 0..BIT.ilog2() {
        rest = (rest * rest) >> 32;
        let is_two = rest >> 33;
        logarithm = logarithm * 2 + u64::from(is_two > 0);
        rest >>= u32::from(is_two > 0);
    }
    logarithm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithm_is_that_of_whole_numbers() {
        for (number, expected) in [(1, 0), (2, 256), (3, 405), (4, 512), (1000, 2551), (1_u64 << 40, 10240)] {
            assert_eq!(log2(number), expected, "{number}");
        }
        assert!((1..5000).all(|number| log2(number) <= log2(number + 1)));
    }
}
