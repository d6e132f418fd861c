// SPDX-License-Identifier: Apache-2.0
// Why a picture gives no temperatures: each case says what is missing, at which byte, and what to do. There is no case
// for "roughly": a temperature is either computed from what the file says or not told.

/// Why a picture gives no temperatures.
public enum ThermalError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file has no bytes.
    case empty
    /// The file is of no known kind.
    case notAPicture
    /// A picture without temperatures. The text says why and what to do.
    case notRadiometric(because: String)
    /// A picture with temperatures in a form that is not read. The text says which, and what to do.
    case notSupported(what: String)
    /// The file ends, or a length points outside of it.
    case cut(what: String, at: Int)
    /// Something in the file contradicts itself.
    case damaged(what: String, at: Int)
    /// The picture is larger than a thermal camera's can be.
    case tooLarge(width: Int, height: Int)
    /// A number that the temperatures need is not there or cannot be right.
    case badParameter(name: String, value: String)
    /// A condition was given for a picture whose temperatures the camera has already computed.
    case conditionsNotUsed(names: String, kind: String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .empty: "the file is empty; copy it again from the camera"
        case .notAPicture: "neither a JPEG, a TIFF nor a FLIR file; give the camera's radiometric original"
        case .notRadiometric(let because): "not radiometric: \(because)"
        case .notSupported(let what): "not supported: \(what)"
        case .cut(let what, let at): "byte \(at): \(what) goes beyond the end of the file; copy it again"
        case .damaged(let what, let at): "byte \(at): \(what); the file is damaged, copy it again"
        case .tooLarge(let width, let height):
            "\(width) x \(height) pixels are more than \(ThermalLimit.pixels); no thermal camera makes that"
        case .badParameter(let name, let value):
            "the \(name) is \(value): no temperature can be computed with it; give the right one as an option"
        case .conditionsNotUsed(let names, let kind):
            "\(names) cannot be applied: the camera has computed the temperatures itself (\(kind)); leave it out"
        }
    }
}

/// Limits of what a file may claim.
public enum ThermalLimit {
    /// Pixels of a picture: 4096 x 4096, twelve times the largest uncooled sensor.
    public static let pixels = 1 << 24
    /// Pixels of one side.
    public static let side = 65_535
    /// Bytes of a file.
    public static let fileBytes = 128 << 20
    /// Entries of a directory inside of a file.
    public static let directoryEntries = 4_096
    /// Directories of a TIFF file that are looked at.
    public static let directories = 16
    /// Hot spots that are listed; the count beside them goes on.
    public static let spots = 100
    /// Hot spots that are counted: those with the warmest peaks.
    public static let countedSpots = 1_000
}
