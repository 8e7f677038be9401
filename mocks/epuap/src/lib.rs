//! The fake ePUAP: signed SOAP services, boxes, deliveries, onboarding.

pub mod ids;
pub mod state;
