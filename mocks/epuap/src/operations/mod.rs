//! One file a service: decode, check, act, encode, nothing else.

pub mod catalogue;
pub mod doreczyciel;
pub mod esd;
pub mod filerepo;
pub mod obsluga_upp;
pub mod open;
pub mod pull;
pub mod reconstructed;
pub mod services;
pub mod servlets;
pub mod skrytka;
pub mod wsdl;
pub mod zarzadzanie;
