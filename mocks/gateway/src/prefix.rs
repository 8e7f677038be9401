//! The sandbox prefix `/@name/…`.

use poligon_world::SandboxName;

/// A path without its sandbox prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prefixed {
    /// The sandbox.
    pub(crate) sandbox: SandboxName,
    /// `/@name`, or nothing.
    pub(crate) prefix: String,
    /// The rest, with its slash.
    pub(crate) path: String,
}

/// Takes the prefix off, or says why it is no sandbox's name. Without one the path is of the sandbox `otherwise`.
pub(crate) fn split(path: &str, otherwise: &SandboxName) -> Result<Prefixed, String> {
    // Some HTTP libraries encode „@” in paths, though RFC 3986 does not ask for it.
    let Some(rest) = path.strip_prefix("/@").or_else(|| path.strip_prefix("/%40")) else {
        return Ok(Prefixed { sandbox: otherwise.clone(), prefix: String::new(), path: path.to_owned() });
    };
    let (name, rest) = rest.split_once('/').unwrap_or((rest, ""));
    let sandbox: SandboxName = name.parse()?;
    let prefix = format!("/@{sandbox}");
    Ok(Prefixed { sandbox, prefix, path: format!("/{rest}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(path: &str) -> Result<Prefixed, String> {
        super::split(path, &SandboxName::default_name())
    }

    #[test]
    fn a_path_without_prefix_is_the_default_sandbox() {
        let split = split("/v2/auth/challenge").unwrap();
        assert_eq!(
            (split.sandbox.as_str(), split.prefix.as_str(), split.path.as_str()),
            ("default", "", "/v2/auth/challenge")
        );
    }

    #[test]
    fn the_prefix_is_taken_off() {
        let split = split("/@alfa-1/v2/auth/challenge").unwrap();
        assert_eq!(
            (split.sandbox.as_str(), split.prefix.as_str(), split.path.as_str()),
            ("alfa-1", "/@alfa-1", "/v2/auth/challenge")
        );
    }

    #[test]
    fn an_encoded_at_sign_is_understood() {
        assert_eq!(split("/%40alfa").unwrap().path, "/");
    }

    #[test]
    fn a_name_with_capitals_is_refused() {
        assert!(split("/@Alfa/v2").unwrap_err().contains("a-z"));
    }
}
