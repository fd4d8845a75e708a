-- CreateTable
CREATE TABLE "RoundAlarm" (
    "id" TEXT NOT NULL,
    "roundId" TEXT NOT NULL,
    "stage" "RoundStage" NOT NULL,
    "step" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "causes" JSONB NOT NULL DEFAULT '[]',
    "promptId" TEXT,
    "completion" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RoundAlarm_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "RoundAlarm_roundId_stage_step_kind_key" ON "RoundAlarm"("roundId", "stage", "step", "kind");

-- AddForeignKey
ALTER TABLE "RoundAlarm" ADD CONSTRAINT "RoundAlarm_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE CASCADE ON UPDATE CASCADE;
