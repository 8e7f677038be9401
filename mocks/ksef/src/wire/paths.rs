//! Values in a path: their shape is judged before anything is looked for (OpenAPI 2.7.0, schemas ReferenceNumber, KsefNumber).

use poligon_institution::Refused;

use crate::desk::Call;
use crate::wire::json::validate;
use crate::wire::patterns;

/// Length of a reference number.
const LENGTH: usize = 36;

impl Call<'_> {
    /// The reference number of this name in the path; 36 characters, nothing else is asked of it.
    ///
    /// # Errors
    /// 21405.
    pub fn reference_argument(&mut self, name: &str) -> Result<String, Refused> {
        let text = self.argument(name).to_owned();
        let length = text.chars().count();
        let line =
            || format!("'{name}' must be {LENGTH} characters in length. You entered {length} characters.");
        validate(self, if length == LENGTH { Vec::new() } else { vec![line()] })?;
        Ok(text)
    }

    /// The KSeF number of this name in the path; its check digits are not looked at.
    ///
    /// # Errors
    /// 21405.
    pub fn ksef_number_argument(&mut self, name: &str) -> Result<String, Refused> {
        let text = self.argument(name).to_owned();
        let fits = patterns::is_ksef_number(&text);
        validate(
            self,
            if fits { Vec::new() } else { vec![format!("'{name}' is not in the correct format.")] },
        )?;
        Ok(text)
    }
}
