// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `CAMERA_INFORMATION`, number 259.
public struct CameraInformationMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `vendor_name`.
    public var vendorName: FixedArray<32, UInt8>
    /// `model_name`.
    public var modelName: FixedArray<32, UInt8>
    /// `firmware_version`; 0 when unknown.
    public var firmwareVersion: UInt32
    /// `focal_length` in mm; NaN when unknown.
    public var focalLength: Float
    /// `sensor_size_h` in mm; NaN when unknown.
    public var sensorSizeH: Float
    /// `sensor_size_v` in mm; NaN when unknown.
    public var sensorSizeV: Float
    /// `resolution_h` in pix; 0 when unknown.
    public var resolutionH: UInt16
    /// `resolution_v` in pix; 0 when unknown.
    public var resolutionV: UInt16
    /// `lens_id`; 0 when unknown.
    public var lensID: UInt8
    /// `flags`.
    public var flags: MAVCameraCapFlags
    /// `cam_definition_version`.
    public var camDefinitionVersion: UInt16
    /// `cam_definition_uri`.
    public var camDefinitionURI: FixedText<140>
    /// `gimbal_device_id`, extension; 0 when unknown.
    public var gimbalDeviceID: UInt8
    /// `camera_device_id`, extension.
    public var cameraDeviceID: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, vendorName: FixedArray<32, UInt8> = .init(repeating: 0),
        modelName: FixedArray<32, UInt8> = .init(repeating: 0), firmwareVersion: UInt32 = 0,
        focalLength: Float = 0, sensorSizeH: Float = 0, sensorSizeV: Float = 0, resolutionH: UInt16 = 0,
        resolutionV: UInt16 = 0, lensID: UInt8 = 0, flags: MAVCameraCapFlags = [],
        camDefinitionVersion: UInt16 = 0, camDefinitionURI: FixedText<140> = "", gimbalDeviceID: UInt8 = 0,
        cameraDeviceID: UInt8 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.vendorName = vendorName
        self.modelName = modelName
        self.firmwareVersion = firmwareVersion
        self.focalLength = focalLength
        self.sensorSizeH = sensorSizeH
        self.sensorSizeV = sensorSizeV
        self.resolutionH = resolutionH
        self.resolutionV = resolutionV
        self.lensID = lensID
        self.flags = flags
        self.camDefinitionVersion = camDefinitionVersion
        self.camDefinitionURI = camDefinitionURI
        self.gimbalDeviceID = gimbalDeviceID
        self.cameraDeviceID = cameraDeviceID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        firmwareVersion = bytes.read(at: 4)
        focalLength = bytes.read(at: 8)
        sensorSizeH = bytes.read(at: 12)
        sensorSizeV = bytes.read(at: 16)
        flags = bytes.read(at: 20)
        resolutionH = bytes.read(at: 24)
        resolutionV = bytes.read(at: 26)
        camDefinitionVersion = bytes.read(at: 28)
        vendorName = bytes.read(at: 30)
        modelName = bytes.read(at: 62)
        lensID = bytes.read(at: 94)
        camDefinitionURI = bytes.read(at: 95)
        gimbalDeviceID = bytes.read(at: 235)
        cameraDeviceID = bytes.read(at: 236)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(firmwareVersion, at: 4)
        bytes.write(focalLength, at: 8)
        bytes.write(sensorSizeH, at: 12)
        bytes.write(sensorSizeV, at: 16)
        bytes.write(flags, at: 20)
        bytes.write(resolutionH, at: 24)
        bytes.write(resolutionV, at: 26)
        bytes.write(camDefinitionVersion, at: 28)
        bytes.write(vendorName, at: 30)
        bytes.write(modelName, at: 62)
        bytes.write(lensID, at: 94)
        bytes.write(camDefinitionURI, at: 95)
        bytes.write(gimbalDeviceID, at: 235)
        bytes.write(cameraDeviceID, at: 236)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 259, name: "CAMERA_INFORMATION", crcExtra: 92, lengthV1: 235, lengthV2: 237,
            layout: """
                u32 time_boot_ms, u32 firmware_version, f32 focal_length, f32 sensor_size_h, \
                f32 sensor_size_v, u32 flags, u16 resolution_h, u16 resolution_v, \
                u16 cam_definition_version, u8*32 vendor_name, u8*32 model_name, u8 lens_id, \
                c140 cam_definition_uri, u8 gimbal_device_id, u8 camera_device_id
                """)
    }
}

/// `CAMERA_SETTINGS`, number 260.
public struct CameraSettingsMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `mode_id`.
    public var modeID: MAVCameraMode
    /// `zoomLevel`, extension; NaN when unknown.
    public var zoomLevel: Float
    /// `focusLevel`, extension; NaN when unknown.
    public var focusLevel: Float
    /// `camera_device_id`, extension.
    public var cameraDeviceID: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, modeID: MAVCameraMode = .init(rawValue: 0), zoomLevel: Float = 0,
        focusLevel: Float = 0, cameraDeviceID: UInt8 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.modeID = modeID
        self.zoomLevel = zoomLevel
        self.focusLevel = focusLevel
        self.cameraDeviceID = cameraDeviceID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        modeID = bytes.read(at: 4)
        zoomLevel = bytes.read(at: 5)
        focusLevel = bytes.read(at: 9)
        cameraDeviceID = bytes.read(at: 13)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(modeID, at: 4)
        bytes.write(zoomLevel, at: 5)
        bytes.write(focusLevel, at: 9)
        bytes.write(cameraDeviceID, at: 13)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 260, name: "CAMERA_SETTINGS", crcExtra: 146, lengthV1: 5, lengthV2: 14,
            layout: """
                u32 time_boot_ms, u8 mode_id, f32 zoomLevel, f32 focusLevel, u8 camera_device_id
                """)
    }
}

/// `STORAGE_INFORMATION`, number 261.
public struct StorageInformationMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `storage_id`.
    public var storageID: UInt8
    /// `storage_count`.
    public var storageCount: UInt8
    /// `status`.
    public var status: MAVStorageStatus
    /// `total_capacity` in MiB.
    public var totalCapacity: Float
    /// `used_capacity` in MiB.
    public var usedCapacity: Float
    /// `available_capacity` in MiB.
    public var availableCapacity: Float
    /// `read_speed` in MiB/s.
    public var readSpeed: Float
    /// `write_speed` in MiB/s.
    public var writeSpeed: Float
    /// `type`, extension.
    public var type: MAVStorageType
    /// `name`, extension.
    public var name: FixedText<32>
    /// `storage_usage`, extension.
    public var storageUsage: MAVStorageUsageFlag

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, storageID: UInt8 = 0, storageCount: UInt8 = 0,
        status: MAVStorageStatus = .init(rawValue: 0), totalCapacity: Float = 0, usedCapacity: Float = 0,
        availableCapacity: Float = 0, readSpeed: Float = 0, writeSpeed: Float = 0,
        type: MAVStorageType = .init(rawValue: 0), name: FixedText<32> = "",
        storageUsage: MAVStorageUsageFlag = []
    ) {
        self.timeBootMs = timeBootMs
        self.storageID = storageID
        self.storageCount = storageCount
        self.status = status
        self.totalCapacity = totalCapacity
        self.usedCapacity = usedCapacity
        self.availableCapacity = availableCapacity
        self.readSpeed = readSpeed
        self.writeSpeed = writeSpeed
        self.type = type
        self.name = name
        self.storageUsage = storageUsage
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        totalCapacity = bytes.read(at: 4)
        usedCapacity = bytes.read(at: 8)
        availableCapacity = bytes.read(at: 12)
        readSpeed = bytes.read(at: 16)
        writeSpeed = bytes.read(at: 20)
        storageID = bytes.read(at: 24)
        storageCount = bytes.read(at: 25)
        status = bytes.read(at: 26)
        type = bytes.read(at: 27)
        name = bytes.read(at: 28)
        storageUsage = bytes.read(at: 60)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(totalCapacity, at: 4)
        bytes.write(usedCapacity, at: 8)
        bytes.write(availableCapacity, at: 12)
        bytes.write(readSpeed, at: 16)
        bytes.write(writeSpeed, at: 20)
        bytes.write(storageID, at: 24)
        bytes.write(storageCount, at: 25)
        bytes.write(status, at: 26)
        bytes.write(type, at: 27)
        bytes.write(name, at: 28)
        bytes.write(storageUsage, at: 60)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 261, name: "STORAGE_INFORMATION", crcExtra: 179, lengthV1: 27, lengthV2: 61,
            layout: """
                u32 time_boot_ms, f32 total_capacity, f32 used_capacity, f32 available_capacity, \
                f32 read_speed, f32 write_speed, u8 storage_id, u8 storage_count, u8 status, u8 type, \
                c32 name, u8 storage_usage
                """)
    }
}

/// `CAMERA_CAPTURE_STATUS`, number 262.
public struct CameraCaptureStatusMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `image_status`.
    public var imageStatus: UInt8
    /// `video_status`.
    public var videoStatus: UInt8
    /// `image_interval` in s.
    public var imageInterval: Float
    /// `recording_time_ms` in ms.
    public var recordingTimeMs: UInt32
    /// `available_capacity` in MiB.
    public var availableCapacity: Float
    /// `image_count`, extension.
    public var imageCount: Int32
    /// `camera_device_id`, extension.
    public var cameraDeviceID: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, imageStatus: UInt8 = 0, videoStatus: UInt8 = 0, imageInterval: Float = 0,
        recordingTimeMs: UInt32 = 0, availableCapacity: Float = 0, imageCount: Int32 = 0,
        cameraDeviceID: UInt8 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.imageStatus = imageStatus
        self.videoStatus = videoStatus
        self.imageInterval = imageInterval
        self.recordingTimeMs = recordingTimeMs
        self.availableCapacity = availableCapacity
        self.imageCount = imageCount
        self.cameraDeviceID = cameraDeviceID
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeBootMs = bytes.read(at: 0)
        imageInterval = bytes.read(at: 4)
        recordingTimeMs = bytes.read(at: 8)
        availableCapacity = bytes.read(at: 12)
        imageStatus = bytes.read(at: 16)
        videoStatus = bytes.read(at: 17)
        imageCount = bytes.read(at: 18)
        cameraDeviceID = bytes.read(at: 22)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeBootMs, at: 0)
        bytes.write(imageInterval, at: 4)
        bytes.write(recordingTimeMs, at: 8)
        bytes.write(availableCapacity, at: 12)
        bytes.write(imageStatus, at: 16)
        bytes.write(videoStatus, at: 17)
        bytes.write(imageCount, at: 18)
        bytes.write(cameraDeviceID, at: 22)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 262, name: "CAMERA_CAPTURE_STATUS", crcExtra: 12, lengthV1: 18, lengthV2: 23,
            layout: """
                u32 time_boot_ms, f32 image_interval, u32 recording_time_ms, f32 available_capacity, \
                u8 image_status, u8 video_status, i32 image_count, u8 camera_device_id
                """)
    }
}

/// `CAMERA_IMAGE_CAPTURED`, number 263.
public struct CameraImageCapturedMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `time_utc` in us; 0 when unknown.
    public var timeUTC: UInt64
    /// `camera_id`.
    public var cameraID: UInt8
    /// `lat` in degE7.
    public var lat: Int32
    /// `lon` in degE7.
    public var lon: Int32
    /// `alt` in mm.
    public var alt: Int32
    /// `relative_alt` in mm.
    public var relativeAlt: Int32
    /// `q`.
    public var q: FixedArray<4, Float>
    /// `image_index`.
    public var imageIndex: Int32
    /// `capture_result`.
    public var captureResult: Int8
    /// `file_url`.
    public var fileURL: FixedText<205>

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, timeUTC: UInt64 = 0, cameraID: UInt8 = 0, lat: Int32 = 0, lon: Int32 = 0,
        alt: Int32 = 0, relativeAlt: Int32 = 0, q: FixedArray<4, Float> = .init(repeating: 0),
        imageIndex: Int32 = 0, captureResult: Int8 = 0, fileURL: FixedText<205> = ""
    ) {
        self.timeBootMs = timeBootMs
        self.timeUTC = timeUTC
        self.cameraID = cameraID
        self.lat = lat
        self.lon = lon
        self.alt = alt
        self.relativeAlt = relativeAlt
        self.q = q
        self.imageIndex = imageIndex
        self.captureResult = captureResult
        self.fileURL = fileURL
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUTC = bytes.read(at: 0)
        timeBootMs = bytes.read(at: 8)
        lat = bytes.read(at: 12)
        lon = bytes.read(at: 16)
        alt = bytes.read(at: 20)
        relativeAlt = bytes.read(at: 24)
        q = bytes.read(at: 28)
        imageIndex = bytes.read(at: 44)
        cameraID = bytes.read(at: 48)
        captureResult = bytes.read(at: 49)
        fileURL = bytes.read(at: 50)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUTC, at: 0)
        bytes.write(timeBootMs, at: 8)
        bytes.write(lat, at: 12)
        bytes.write(lon, at: 16)
        bytes.write(alt, at: 20)
        bytes.write(relativeAlt, at: 24)
        bytes.write(q, at: 28)
        bytes.write(imageIndex, at: 44)
        bytes.write(cameraID, at: 48)
        bytes.write(captureResult, at: 49)
        bytes.write(fileURL, at: 50)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 263, name: "CAMERA_IMAGE_CAPTURED", crcExtra: 133, lengthV1: 255, lengthV2: 255,
            layout: """
                u64 time_utc, u32 time_boot_ms, i32 lat, i32 lon, i32 alt, i32 relative_alt, f32*4 q, \
                i32 image_index, u8 camera_id, i8 capture_result, c205 file_url
                """)
    }
}

/// `FLIGHT_INFORMATION`, number 264.
public struct FlightInformationMessage: MAVLinkMessage {
    /// `time_boot_ms` in ms.
    public var timeBootMs: UInt32
    /// `arming_time_utc` in us; 0 when unknown.
    public var armingTimeUTC: UInt64
    /// `takeoff_time_utc` in us; 0 when unknown.
    public var takeoffTimeUTC: UInt64
    /// `flight_uuid`; 0 when unknown.
    public var flightUuid: UInt64
    /// `landing_time` in ms, extension; 0 when unknown.
    public var landingTime: UInt32

    /// A message from its fields; those left out are zero.
    public init(
        timeBootMs: UInt32 = 0, armingTimeUTC: UInt64 = 0, takeoffTimeUTC: UInt64 = 0,
        flightUuid: UInt64 = 0, landingTime: UInt32 = 0
    ) {
        self.timeBootMs = timeBootMs
        self.armingTimeUTC = armingTimeUTC
        self.takeoffTimeUTC = takeoffTimeUTC
        self.flightUuid = flightUuid
        self.landingTime = landingTime
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        armingTimeUTC = bytes.read(at: 0)
        takeoffTimeUTC = bytes.read(at: 8)
        flightUuid = bytes.read(at: 16)
        timeBootMs = bytes.read(at: 24)
        landingTime = bytes.read(at: 28)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(armingTimeUTC, at: 0)
        bytes.write(takeoffTimeUTC, at: 8)
        bytes.write(flightUuid, at: 16)
        bytes.write(timeBootMs, at: 24)
        bytes.write(landingTime, at: 28)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 264, name: "FLIGHT_INFORMATION", crcExtra: 49, lengthV1: 28, lengthV2: 32,
            layout: """
                u64 arming_time_utc, u64 takeoff_time_utc, u64 flight_uuid, u32 time_boot_ms, \
                u32 landing_time
                """)
    }
}
