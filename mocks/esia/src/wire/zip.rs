//! A ZIP archive of stored files: `/public/esia.zip` holds a few certificates, and packing them would save nothing.

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, ASCII.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The archive (APPNOTE 6.3, version 1.0, no compression, dated 1980-01-01 so that the bytes repeat).
pub fn write(files: &[File]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for file in files {
        let offset = size(out.len());
        let fields = fields(file);
        out.extend(0x0403_4B50_u32.to_le_bytes());
        out.extend(&fields);
        out.extend(file.name.as_bytes());
        out.extend(&file.bytes);
        directory.extend(0x0201_4B50_u32.to_le_bytes());
        directory.extend(10_u16.to_le_bytes());
        directory.extend(&fields);
        // Comment length, disk, internal and external attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(file.name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    let (start, length) = (size(out.len()), size(directory.len()));
    out.extend(directory);
    out.extend(0x0605_4B50_u32.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count);
    out.extend(count);
    out.extend(length.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// What local header and directory share: version, flags, method, time, date, checksum, sizes, lengths.
fn fields(file: &File) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(10_u16.to_le_bytes());
    out.extend([0; 6]);
    out.extend(0x0021_u16.to_le_bytes());
    out.extend(crc32(&file.bytes).to_le_bytes());
    out.extend(size(file.bytes.len()).to_le_bytes());
    out.extend(size(file.bytes.len()).to_le_bytes());
    out.extend(u16::try_from(file.name.len()).unwrap_or(0).to_le_bytes());
    out.extend([0; 2]);
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    let step =
        |crc: u32, byte: &u8| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            })
        };
    !bytes.iter().fold(!0, step)
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_published_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }
}
