// SPDX-License-Identifier: Apache-2.0
// Why a picture or a document could not be made. Nothing that was drawn only in part is ever handed out; bad figures
// and hostile texts are no errors, they are left out and said so on the page.

/// Why nothing was drawn.
public enum PaperError: Error, Sendable, Equatable, CustomStringConvertible {
    /// cairo refused: in which step, and its own words.
    case cairo(step: String, reason: String)
    /// The picture would be larger than its limit.
    case tooLarge(width: Int, height: Int, limit: Int)
    /// The document has no page of that number.
    case noSuchPage(Int, of: Int)
    /// A flight record lacks fields that its rule asks for.
    case incomplete(record: String, missing: [String])

    /// What happened and what to do.
    public var description: String {
        switch self {
        case .cairo(let step, let reason): "drawing failed at \(step): \(reason)"
        case .tooLarge(let width, let height, let limit):
            "a picture of \(width) x \(height) pixels is too large: at most \(limit) pixels a side"
        case .noSuchPage(let page, let pages): "there is no page \(page): the document has \(pages)"
        case .incomplete(let record, let missing):
            "flight record \(record) is incomplete, it lacks: \(missing.joined(separator: ", "))"
        }
    }
}
