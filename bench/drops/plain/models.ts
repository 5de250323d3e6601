import {
  DataTypes,
  Model,
  type CreationOptional,
  type InferAttributes,
  type InferCreationAttributes,
  type Sequelize,
} from "sequelize"

/** A counter per drop. */
export class PlainDrop extends Model<
  InferAttributes<PlainDrop>,
  InferCreationAttributes<PlainDrop>
> {
  declare id: string
  declare available: number
}

/** A row per reservation. */
export class PlainReservation extends Model<
  InferAttributes<PlainReservation>,
  InferCreationAttributes<PlainReservation>
> {
  declare id: CreationOptional<string>
  declare dropId: string
  declare customerId: string
  declare status: CreationOptional<"active" | "expired" | "completed">
  declare expiresAt: Date
}

/** The tables of the plain design, with the indexes that its statements need. */
export function defineModels(sequelize: Sequelize): void {
  PlainDrop.init(
    {
      id: { type: DataTypes.TEXT, primaryKey: true },
      available: { type: DataTypes.INTEGER, allowNull: false, validate: { min: 0 } },
    },
    { sequelize, tableName: "plain_drop", underscored: true }
  )
  PlainReservation.init(
    {
      id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 },
      dropId: { type: DataTypes.TEXT, allowNull: false },
      customerId: { type: DataTypes.TEXT, allowNull: false },
      status: { type: DataTypes.TEXT, allowNull: false, defaultValue: "active" },
      expiresAt: { type: DataTypes.DATE, allowNull: false },
    },
    {
      sequelize,
      tableName: "plain_reservation",
      underscored: true,
      indexes: [
        { fields: ["drop_id", "status", "expires_at"] },
        { fields: ["drop_id", "customer_id"], unique: true, where: { status: "active" } },
      ],
    }
  )
  PlainDrop.hasMany(PlainReservation, { foreignKey: "dropId" })
  PlainReservation.belongsTo(PlainDrop, { foreignKey: "dropId" })
}
