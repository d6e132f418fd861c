// SPDX-License-Identifier: Apache-2.0
// Messages of the MAVLink definitions, by number; field comments give the unit on the wire.
// Written by Scripts/generate-mavlink.py: change the table or the generator, not this file.

/// `PARAM_EXT_VALUE`, number 322.
public struct ParamExtValueMessage: MAVLinkMessage {
    /// `param_id`.
    public var paramID: FixedText<16>
    /// `param_value`.
    public var paramValue: FixedText<128>
    /// `param_type`.
    public var paramType: MAVParamExtType
    /// `param_count`.
    public var paramCount: UInt16
    /// `param_index`.
    public var paramIndex: UInt16

    /// A message from its fields; those left out are zero.
    public init(
        paramID: FixedText<16> = "", paramValue: FixedText<128> = "",
        paramType: MAVParamExtType = .init(rawValue: 0), paramCount: UInt16 = 0, paramIndex: UInt16 = 0
    ) {
        self.paramID = paramID
        self.paramValue = paramValue
        self.paramType = paramType
        self.paramCount = paramCount
        self.paramIndex = paramIndex
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        paramCount = bytes.read(at: 0)
        paramIndex = bytes.read(at: 2)
        paramID = bytes.read(at: 4)
        paramValue = bytes.read(at: 20)
        paramType = bytes.read(at: 148)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(paramCount, at: 0)
        bytes.write(paramIndex, at: 2)
        bytes.write(paramID, at: 4)
        bytes.write(paramValue, at: 20)
        bytes.write(paramType, at: 148)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 322, name: "PARAM_EXT_VALUE", crcExtra: 243, lengthV1: 149, lengthV2: 149,
            layout: """
                u16 param_count, u16 param_index, c16 param_id, c128 param_value, u8 param_type
                """)
    }
}

/// `OBSTACLE_DISTANCE`, number 330.
public struct ObstacleDistanceMessage: MAVLinkMessage {
    /// `time_usec` in us.
    public var timeUsec: UInt64
    /// `sensor_type`.
    public var sensorType: MAVDistanceSensor
    /// `distances` in cm; UINT16_MAX when unknown.
    public var distances: FixedArray<72, UInt16>
    /// `increment` in deg.
    public var increment: UInt8
    /// `min_distance` in cm.
    public var minDistance: UInt16
    /// `max_distance` in cm.
    public var maxDistance: UInt16
    /// `increment_f` in deg, extension.
    public var incrementF: Float
    /// `angle_offset` in deg, extension.
    public var angleOffset: Float
    /// `frame`, extension.
    public var frame: MAVFrame

    /// A message from its fields; those left out are zero.
    public init(
        timeUsec: UInt64 = 0, sensorType: MAVDistanceSensor = .init(rawValue: 0),
        distances: FixedArray<72, UInt16> = .init(repeating: 0), increment: UInt8 = 0,
        minDistance: UInt16 = 0, maxDistance: UInt16 = 0, incrementF: Float = 0, angleOffset: Float = 0,
        frame: MAVFrame = .init(rawValue: 0)
    ) {
        self.timeUsec = timeUsec
        self.sensorType = sensorType
        self.distances = distances
        self.increment = increment
        self.minDistance = minDistance
        self.maxDistance = maxDistance
        self.incrementF = incrementF
        self.angleOffset = angleOffset
        self.frame = frame
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timeUsec = bytes.read(at: 0)
        distances = bytes.read(at: 8)
        minDistance = bytes.read(at: 152)
        maxDistance = bytes.read(at: 154)
        sensorType = bytes.read(at: 156)
        increment = bytes.read(at: 157)
        incrementF = bytes.read(at: 158)
        angleOffset = bytes.read(at: 162)
        frame = bytes.read(at: 166)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timeUsec, at: 0)
        bytes.write(distances, at: 8)
        bytes.write(minDistance, at: 152)
        bytes.write(maxDistance, at: 154)
        bytes.write(sensorType, at: 156)
        bytes.write(increment, at: 157)
        bytes.write(incrementF, at: 158)
        bytes.write(angleOffset, at: 162)
        bytes.write(frame, at: 166)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 330, name: "OBSTACLE_DISTANCE", crcExtra: 23, lengthV1: 158, lengthV2: 167,
            layout: """
                u64 time_usec, u16*72 distances, u16 min_distance, u16 max_distance, u8 sensor_type, \
                u8 increment, f32 increment_f, f32 angle_offset, u8 frame
                """)
    }
}

/// `CELLULAR_STATUS`, number 334.
public struct CellularStatusMessage: MAVLinkMessage {
    /// `status`.
    public var status: MAVCellularStatusFlag
    /// `failure_reason`.
    public var failureReason: MAVCellularNetworkFailedReason
    /// `type`.
    public var type: MAVCellularNetworkRadioType
    /// `quality`; UINT8_MAX when unknown.
    public var quality: UInt8
    /// `mcc`; UINT16_MAX when unknown.
    public var mcc: UInt16
    /// `mnc`; UINT16_MAX when unknown.
    public var mnc: UInt16
    /// `lac`; 0 when unknown.
    public var lac: UInt16
    /// `id`, extension.
    public var id: UInt8
    /// `link_tx_rate` in KiB/s, extension; 0 when unknown.
    public var linkTxRate: UInt32
    /// `link_rx_rate` in KiB/s, extension; 0 when unknown.
    public var linkRxRate: UInt32
    /// `cell_tower_id`, extension; 0 when unknown.
    public var cellTowerID: FixedText<9>
    /// `band_number`, extension; 0 when unknown.
    public var bandNumber: UInt8
    /// `band_frequency` in MHz, extension; 0 when unknown.
    public var bandFrequency: Float
    /// `channel_number`, extension; 0 when unknown.
    public var channelNumber: UInt32
    /// `rx_level` in dBm, extension; 0 when unknown.
    public var rxLevel: Float
    /// `tx_level` in dBm, extension; 0 when unknown.
    public var txLevel: Float
    /// `rx_quality` in dBm, extension; 0 when unknown.
    public var rxQuality: Float
    /// `sinr` in dB, extension; 0 when unknown.
    public var sinr: Float

    /// A message from its fields; those left out are zero.
    public init(
        status: MAVCellularStatusFlag = .init(rawValue: 0),
        failureReason: MAVCellularNetworkFailedReason = .init(rawValue: 0),
        type: MAVCellularNetworkRadioType = .init(rawValue: 0), quality: UInt8 = 0, mcc: UInt16 = 0,
        mnc: UInt16 = 0, lac: UInt16 = 0, id: UInt8 = 0, linkTxRate: UInt32 = 0, linkRxRate: UInt32 = 0,
        cellTowerID: FixedText<9> = "", bandNumber: UInt8 = 0, bandFrequency: Float = 0,
        channelNumber: UInt32 = 0, rxLevel: Float = 0, txLevel: Float = 0, rxQuality: Float = 0,
        sinr: Float = 0
    ) {
        self.status = status
        self.failureReason = failureReason
        self.type = type
        self.quality = quality
        self.mcc = mcc
        self.mnc = mnc
        self.lac = lac
        self.id = id
        self.linkTxRate = linkTxRate
        self.linkRxRate = linkRxRate
        self.cellTowerID = cellTowerID
        self.bandNumber = bandNumber
        self.bandFrequency = bandFrequency
        self.channelNumber = channelNumber
        self.rxLevel = rxLevel
        self.txLevel = txLevel
        self.rxQuality = rxQuality
        self.sinr = sinr
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        mcc = bytes.read(at: 0)
        mnc = bytes.read(at: 2)
        lac = bytes.read(at: 4)
        status = bytes.read(at: 6)
        failureReason = bytes.read(at: 7)
        type = bytes.read(at: 8)
        quality = bytes.read(at: 9)
        id = bytes.read(at: 10)
        linkTxRate = bytes.read(at: 11)
        linkRxRate = bytes.read(at: 15)
        cellTowerID = bytes.read(at: 19)
        bandNumber = bytes.read(at: 28)
        bandFrequency = bytes.read(at: 29)
        channelNumber = bytes.read(at: 33)
        rxLevel = bytes.read(at: 37)
        txLevel = bytes.read(at: 41)
        rxQuality = bytes.read(at: 45)
        sinr = bytes.read(at: 49)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(mcc, at: 0)
        bytes.write(mnc, at: 2)
        bytes.write(lac, at: 4)
        bytes.write(status, at: 6)
        bytes.write(failureReason, at: 7)
        bytes.write(type, at: 8)
        bytes.write(quality, at: 9)
        bytes.write(id, at: 10)
        bytes.write(linkTxRate, at: 11)
        bytes.write(linkRxRate, at: 15)
        bytes.write(cellTowerID, at: 19)
        bytes.write(bandNumber, at: 28)
        bytes.write(bandFrequency, at: 29)
        bytes.write(channelNumber, at: 33)
        bytes.write(rxLevel, at: 37)
        bytes.write(txLevel, at: 41)
        bytes.write(rxQuality, at: 45)
        bytes.write(sinr, at: 49)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 334, name: "CELLULAR_STATUS", crcExtra: 72, lengthV1: 10, lengthV2: 53,
            layout: """
                u16 mcc, u16 mnc, u16 lac, u8 status, u8 failure_reason, u8 type, u8 quality, u8 id, \
                u32 link_tx_rate, u32 link_rx_rate, c9 cell_tower_id, u8 band_number, \
                f32 band_frequency, u32 channel_number, f32 rx_level, f32 tx_level, f32 rx_quality, \
                f32 sinr
                """)
    }
}

/// `ISBD_LINK_STATUS`, number 335.
public struct ISBDLinkStatusMessage: MAVLinkMessage {
    /// `timestamp` in us.
    public var timestamp: UInt64
    /// `last_heartbeat` in us.
    public var lastHeartbeat: UInt64
    /// `failed_sessions`.
    public var failedSessions: UInt16
    /// `successful_sessions`.
    public var successfulSessions: UInt16
    /// `signal_quality`.
    public var signalQuality: UInt8
    /// `ring_pending`.
    public var ringPending: UInt8
    /// `tx_session_pending`.
    public var txSessionPending: UInt8
    /// `rx_session_pending`.
    public var rxSessionPending: UInt8

    /// A message from its fields; those left out are zero.
    public init(
        timestamp: UInt64 = 0, lastHeartbeat: UInt64 = 0, failedSessions: UInt16 = 0,
        successfulSessions: UInt16 = 0, signalQuality: UInt8 = 0, ringPending: UInt8 = 0,
        txSessionPending: UInt8 = 0, rxSessionPending: UInt8 = 0
    ) {
        self.timestamp = timestamp
        self.lastHeartbeat = lastHeartbeat
        self.failedSessions = failedSessions
        self.successfulSessions = successfulSessions
        self.signalQuality = signalQuality
        self.ringPending = ringPending
        self.txSessionPending = txSessionPending
        self.rxSessionPending = rxSessionPending
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        timestamp = bytes.read(at: 0)
        lastHeartbeat = bytes.read(at: 8)
        failedSessions = bytes.read(at: 16)
        successfulSessions = bytes.read(at: 18)
        signalQuality = bytes.read(at: 20)
        ringPending = bytes.read(at: 21)
        txSessionPending = bytes.read(at: 22)
        rxSessionPending = bytes.read(at: 23)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(timestamp, at: 0)
        bytes.write(lastHeartbeat, at: 8)
        bytes.write(failedSessions, at: 16)
        bytes.write(successfulSessions, at: 18)
        bytes.write(signalQuality, at: 20)
        bytes.write(ringPending, at: 21)
        bytes.write(txSessionPending, at: 22)
        bytes.write(rxSessionPending, at: 23)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 335, name: "ISBD_LINK_STATUS", crcExtra: 225, lengthV1: 24, lengthV2: 24,
            layout: """
                u64 timestamp, u64 last_heartbeat, u16 failed_sessions, u16 successful_sessions, \
                u8 signal_quality, u8 ring_pending, u8 tx_session_pending, u8 rx_session_pending
                """)
    }
}

/// `UTM_GLOBAL_POSITION`, number 340.
public struct UTMGlobalPositionMessage: MAVLinkMessage {
    /// `time` in us.
    public var time: UInt64
    /// `uas_id`.
    public var uasID: FixedArray<18, UInt8>
    /// `lat` in degE7.
    public var lat: Int32
    /// `lon` in degE7.
    public var lon: Int32
    /// `alt` in mm.
    public var alt: Int32
    /// `relative_alt` in mm.
    public var relativeAlt: Int32
    /// `vx` in cm/s.
    public var vx: Int16
    /// `vy` in cm/s.
    public var vy: Int16
    /// `vz` in cm/s.
    public var vz: Int16
    /// `h_acc` in mm.
    public var hAcc: UInt16
    /// `v_acc` in mm.
    public var vAcc: UInt16
    /// `vel_acc` in cm/s.
    public var velAcc: UInt16
    /// `next_lat` in degE7.
    public var nextLat: Int32
    /// `next_lon` in degE7.
    public var nextLon: Int32
    /// `next_alt` in mm.
    public var nextAlt: Int32
    /// `update_rate` in cs; 0 when unknown.
    public var updateRate: UInt16
    /// `flight_state`.
    public var flightState: MAVUTMFlightState
    /// `flags`.
    public var flags: MAVUTMDataAvailFlags

    /// A message from its fields; those left out are zero.
    public init(
        time: UInt64 = 0, uasID: FixedArray<18, UInt8> = .init(repeating: 0), lat: Int32 = 0, lon: Int32 = 0,
        alt: Int32 = 0, relativeAlt: Int32 = 0, vx: Int16 = 0, vy: Int16 = 0, vz: Int16 = 0,
        hAcc: UInt16 = 0, vAcc: UInt16 = 0, velAcc: UInt16 = 0, nextLat: Int32 = 0, nextLon: Int32 = 0,
        nextAlt: Int32 = 0, updateRate: UInt16 = 0, flightState: MAVUTMFlightState = .init(rawValue: 0),
        flags: MAVUTMDataAvailFlags = []
    ) {
        self.time = time
        self.uasID = uasID
        self.lat = lat
        self.lon = lon
        self.alt = alt
        self.relativeAlt = relativeAlt
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.hAcc = hAcc
        self.vAcc = vAcc
        self.velAcc = velAcc
        self.nextLat = nextLat
        self.nextLon = nextLon
        self.nextAlt = nextAlt
        self.updateRate = updateRate
        self.flightState = flightState
        self.flags = flags
    }

    /// Reads the fields from a payload.
    public init(payload bytes: FramePayload) {
        time = bytes.read(at: 0)
        lat = bytes.read(at: 8)
        lon = bytes.read(at: 12)
        alt = bytes.read(at: 16)
        relativeAlt = bytes.read(at: 20)
        nextLat = bytes.read(at: 24)
        nextLon = bytes.read(at: 28)
        nextAlt = bytes.read(at: 32)
        vx = bytes.read(at: 36)
        vy = bytes.read(at: 38)
        vz = bytes.read(at: 40)
        hAcc = bytes.read(at: 42)
        vAcc = bytes.read(at: 44)
        velAcc = bytes.read(at: 46)
        updateRate = bytes.read(at: 48)
        uasID = bytes.read(at: 50)
        flightState = bytes.read(at: 68)
        flags = bytes.read(at: 69)
    }

    /// Writes the fields to a payload.
    public func write(to bytes: inout FramePayload) {
        bytes.write(time, at: 0)
        bytes.write(lat, at: 8)
        bytes.write(lon, at: 12)
        bytes.write(alt, at: 16)
        bytes.write(relativeAlt, at: 20)
        bytes.write(nextLat, at: 24)
        bytes.write(nextLon, at: 28)
        bytes.write(nextAlt, at: 32)
        bytes.write(vx, at: 36)
        bytes.write(vy, at: 38)
        bytes.write(vz, at: 40)
        bytes.write(hAcc, at: 42)
        bytes.write(vAcc, at: 44)
        bytes.write(velAcc, at: 46)
        bytes.write(updateRate, at: 48)
        bytes.write(uasID, at: 50)
        bytes.write(flightState, at: 68)
        bytes.write(flags, at: 69)
    }

    /// Number, check byte, lengths and layout.
    public static var traits: MessageTraits {
        MessageTraits(
            id: 340, name: "UTM_GLOBAL_POSITION", crcExtra: 99, lengthV1: 70, lengthV2: 70,
            layout: """
                u64 time, i32 lat, i32 lon, i32 alt, i32 relative_alt, i32 next_lat, i32 next_lon, \
                i32 next_alt, i16 vx, i16 vy, i16 vz, u16 h_acc, u16 v_acc, u16 vel_acc, \
                u16 update_rate, u8*18 uas_id, u8 flight_state, u8 flags
                """)
    }
}
