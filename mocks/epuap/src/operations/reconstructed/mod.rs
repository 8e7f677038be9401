//! The eight services whose schemas are not public (spec §2.6). Names of operations and elements are Poligon's proposal; every
//! operation says `reconstructed`.

pub mod kup;
pub mod kup_ext;
pub mod organization;
pub mod pl;
pub mod platnosci;
pub mod podmioty;
pub mod shape;
pub mod slowniki;
pub mod slowniki_data;
pub mod validator;
