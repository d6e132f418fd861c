// SPDX-License-Identifier: Apache-2.0
// Whether the fonts of the pages are installed. Without them cairo takes others: pages are still drawn, but their lines
// and bytes are those of another font. It installs nothing.

/// The fonts that pages need.
public enum PaperFonts {
    /// The Debian package that has them.
    public static let package = "fonts-dejavu-core"

    /// The families that are not installed, with what stands in for each.
    public static func missing() throws(PaperError) -> [String] {
        let fonts = try FontShelf()
        return FontFace.allCases.compactMap { face in
            let found = fonts.family(of: face)
            return found == face.family
                ? nil : "\(face.family) (\(found.isEmpty ? "nothing" : found) instead)"
        }
    }
}
