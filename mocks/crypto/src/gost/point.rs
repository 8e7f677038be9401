//! Points of a curve, in Jacobian coordinates so that a scalar multiplication inverts once. Times depend on the secret (see
//! the module's head).

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use num_bigint::BigUint;

use super::parameters::ParameterSet;

/// A curve with its numbers read.
#[derive(Debug)]
pub(super) struct Curve {
    p: BigUint,
    a: BigUint,
    b: BigUint,
    /// The order of the base point.
    pub(super) q: BigUint,
    base: Affine,
}

/// A point that is not the one at infinity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Affine {
    pub(super) x: BigUint,
    pub(super) y: BigUint,
}

/// (X/Z², Y/Z³); infinity when Z is 0.
#[derive(Clone, Debug)]
struct Jacobian {
    x: BigUint,
    y: BigUint,
    z: BigUint,
}

static CURVES: LazyLock<Mutex<BTreeMap<ParameterSet, &'static Curve>>> = LazyLock::new(Mutex::default);

impl Curve {
    /// The curve of a parameter set; read once a process.
    pub(super) fn of(set: ParameterSet) -> &'static Self {
        let mut curves = CURVES.lock().unwrap_or_else(PoisonError::into_inner);
        curves.entry(set).or_insert_with(|| {
            let numbers = set.constants();
            // The constants are ours; the tests prove that each base point lies on its curve.
            let number = |hex: &str| BigUint::parse_bytes(hex.as_bytes(), 16).unwrap_or_default();
            Box::leak(Box::new(Self {
                p: number(numbers.p),
                a: number(numbers.a),
                b: number(numbers.b),
                q: number(numbers.q),
                base: Affine { x: number(numbers.x), y: number(numbers.y) },
            }))
        })
    }

    /// Whether the point lies on it.
    pub(super) fn has(&self, point: &Affine) -> bool {
        if point.x >= self.p || point.y >= self.p {
            return false;
        }
        let cube = &point.x * &point.x * &point.x;
        (&point.y * &point.y) % &self.p == (cube + &self.a * &point.x + &self.b) % &self.p
    }

    /// `k` times the base point.
    pub(super) fn times_base(&self, k: &BigUint) -> Option<Affine> {
        self.sum(k, None)
    }

    /// `k` times the base point plus `l` times another point, in one pass; `None` at infinity.
    pub(super) fn combine(&self, k: &BigUint, l: &BigUint, point: &Affine) -> Option<Affine> {
        self.sum(k, Some((l, point)))
    }

    /// Shamir's trick: both scalars bit by bit from above, so that the doublings are shared.
    fn sum(&self, k: &BigUint, other: Option<(&BigUint, &Affine)>) -> Option<Affine> {
        let base = Jacobian::of(&self.base);
        let point = other.map(|(l, point)| (l, Jacobian::of(point)));
        let both = point.as_ref().map(|(_, point)| self.add(&base, point));
        let bits = k.bits().max(point.as_ref().map_or(0, |(l, _)| l.bits()));
        let mut sum = Jacobian::infinity();
        for bit in (0..bits).rev() {
            sum = self.double(&sum);
            let second = point.as_ref().filter(|(l, _)| l.bit(bit));
            match (k.bit(bit), second, &both) {
                (true, Some(_), Some(both)) => sum = self.add(&sum, both),
                (true, _, _) => sum = self.add(&sum, &base),
                (false, Some((_, point)), _) => sum = self.add(&sum, point),
                (false, _, _) => {}
            }
        }
        self.affine(&sum)
    }

    fn double(&self, point: &Jacobian) -> Jacobian {
        if point.is_infinity() || point.y == BigUint::ZERO {
            return Jacobian::infinity();
        }
        let p = &self.p;
        let yy = &point.y * &point.y % p;
        let s = ((&point.x * &yy) << 2_u32) % p;
        let zz = &point.z * &point.z % p;
        let m = (3_u32 * &point.x * &point.x + &self.a * (&zz * &zz % p)) % p;
        let x = self.minus(&(&m * &m % p), &(&s << 1_u32));
        let y = self.minus(&(&m * self.minus(&s, &x) % p), &(((&yy * &yy) << 3_u32) % p));
        let z = ((&point.y * &point.z) << 1_u32) % p;
        Jacobian { x, y, z }
    }

    fn add(&self, left: &Jacobian, right: &Jacobian) -> Jacobian {
        if left.is_infinity() {
            return right.clone();
        }
        if right.is_infinity() {
            return left.clone();
        }
        let p = &self.p;
        let (zz1, zz2) = (&left.z * &left.z % p, &right.z * &right.z % p);
        let (u1, u2) = (&left.x * &zz2 % p, &right.x * &zz1 % p);
        let (s1, s2) = (&left.y * (&zz2 * &right.z % p) % p, &right.y * (&zz1 * &left.z % p) % p);
        let (h, r) = (self.minus(&u2, &u1), self.minus(&s2, &s1));
        if h == BigUint::ZERO {
            return if r == BigUint::ZERO { self.double(left) } else { Jacobian::infinity() };
        }
        let hh = &h * &h % p;
        let hhh = &hh * &h % p;
        let v = &u1 * &hh % p;
        let x = self.minus(&self.minus(&(&r * &r % p), &hhh), &(&v << 1_u32));
        let y = self.minus(&(&r * self.minus(&v, &x) % p), &(&s1 * &hhh % p));
        let z = (&left.z * &right.z % p) * &h % p;
        Jacobian { x, y, z }
    }

    /// `left - right` in the field; `right` may be up to twice `p`.
    fn minus(&self, left: &BigUint, right: &BigUint) -> BigUint {
        (left + (&self.p << 1_u32) - right) % &self.p
    }

    fn affine(&self, point: &Jacobian) -> Option<Affine> {
        let inverse = point.z.modinv(&self.p)?;
        let square = &inverse * &inverse % &self.p;
        let x = &point.x * &square % &self.p;
        let y = &point.y * (square * inverse % &self.p) % &self.p;
        (!point.is_infinity()).then_some(Affine { x, y })
    }
}

impl Jacobian {
    fn of(point: &Affine) -> Self {
        Self { x: point.x.clone(), y: point.y.clone(), z: BigUint::from(1_u8) }
    }

    fn infinity() -> Self {
        Self { x: BigUint::from(1_u8), y: BigUint::from(1_u8), z: BigUint::ZERO }
    }

    fn is_infinity(&self) -> bool {
        self.z == BigUint::ZERO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_base_point_lies_on_its_curve_and_has_its_order() {
        for set in ParameterSet::ALL.into_iter().chain([ParameterSet::Example256, ParameterSet::Example512]) {
            let curve = Curve::of(set);
            assert!(curve.has(&curve.base), "{}", set.name());
            assert_eq!(curve.times_base(&curve.q), None, "{}", set.name());
            let before = curve.times_base(&(&curve.q - 1_u32)).unwrap();
            assert_eq!((&before.x, &before.y + &curve.base.y), (&curve.base.x, curve.p.clone()));
        }
    }
}
