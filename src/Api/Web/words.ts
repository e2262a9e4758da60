/** Every text of the screen, Chinese and English side by side; a text that lacks one of the two does not compile. */

import { view } from "./view.js";
import type { Level, Origin } from "./types.js";

const texts = {
  title: ["一屏全观", "Operations"],
  kpis: ["指标", "Figures"],
  city: ["城市大脑", "CityBrain"],
  home: ["首页", "Home"],
  citizens: ["市民", "Citizens"],
  apiDocs: ["接口文档", "API docs"],
  search: ["搜索", "Search"],
  searchHint: ["搜索事件、设备、地点、页面", "Search incidents, devices, places, pages"],
  searchNone: ["没有找到", "Nothing found"],
  help: ["快捷键", "Keyboard"],
  theme: ["明暗", "Theme"],
  signOut: ["退出", "Sign out"],
  signIn: ["登录", "Sign in"],
  signInWhy: ["数据须凭身份查看。令牌只留在本页内存中，刷新即失效。", "Data needs an identity. The token stays in this page's memory and ends with a reload."],
  signInDemo: ["本机演示账号", "Demonstration accounts of this machine"],
  signInProvider: ["用城市统一身份登录", "Sign in at the city's provider"],
  account: ["账号", "Account"],
  password: ["密码", "Password"],
  officerShort: ["值班员", "Officer"],
  auditorShort: ["审计", "Auditor"],
  officer: ["值班员（可处置）", "Duty officer (may act)"],
  auditor: ["审计（只看）", "Auditor (looks only)"],
  live: ["连接正常", "Connected"],
  connecting: ["连接中", "Connecting"],
  waiting: ["已断开", "Disconnected"],
  off: ["未连接", "Not connected"],
  retryIn: ["后重连", "until the next attempt"],
  clockOff: ["本机时钟偏差", "This browser's clock is off by"],
  seconds: ["秒", "s"],
  openIncidents: ["未结事件", "Open incidents"],
  activeAlarms: ["当前告警", "Active alarms"],
  opened24: ["24 小时新增事件", "Incidents in 24 h"],
  reporting: ["有数据的设备 24h", "Devices heard, 24 h"],
  heard: ["有数据的社区 24h", "Communities heard, 24 h"],
  pm25: ["PM2.5 均值", "PM2.5, mean"],
  rain: ["时段最大雨量", "Rain, highest"],
  ofStations: ["台", "devices"],
  inHour: ["较1小时前", "in 1 h"],
  ofThemSilent: ["失联", "silent"],
  lastHour: ["近 1 小时", "last hour"],
  sinceOpen: ["自打开本页", "since opened"],
  updated: ["更新于", "as of"],
  unknown: ["尚无数据", "not known"],
  worklist: ["待处置事件", "Incidents to handle"],
  feed: ["实时告警", "Live alarms"],
  newOnes: ["条新告警", "new"],
  paused: ["已暂停滚动", "Paused"],
  noIncidents: ["没有待处置的事件。有新事件时会出现在这里。", "Nothing to handle. New incidents appear here."],
  noIncidentsYet: ["没有待处置的事件。演示城市启动后两分钟内会有第一件。", "Nothing to handle. In a demonstration city the first incidents come within two minutes of its start."],
  noAlarms: ["近 24 小时没有告警。", "No alarm in the last 24 hours."],
  cleared: ["已解除", "cleared"],
  active: ["持续中", "active"],
  alarmActive: ["告警持续中", "alarm still active"],
  alarmOver: ["告警已解除", "alarm cleared"],
  closeWhileActive: ["告警仍在持续，办结不会解除告警。", "Its alarm is still active: closing the incident does not clear it."],
  acknowledgeMeans: ["表示已看到；记下由谁、何时确认。", "Says that you have seen it; who and when is recorded."],
  takeInHandMeans: ["表示已派人或正在处理。", "Says that somebody is on it."],
  reopenMeans: ["办结后情况又出现时，继续处置。", "When it has come back after the closing: go on with it."],
  declineReopeningMeans: ["来源再次告警，但不需要重新处置。", "A source raised again, and nothing needs to be done."],
  decideLevelMeans: ["由人改定等级，须写理由；此后不再按规则变化。", "A person decides the level and says why; rules change it no more."],
  undoMergeMeans: ["并错的告警分出去，各自成为事件。", "Alarms that do not belong here become incidents of their own."],
  addEvidenceMeans: ["附上所见、照片或读数。", "Adds what was seen, a photo or a reading."],
  curve: ["监测曲线", "Curves"],
  byKind: ["未结事件分类", "Open by kind"],
  resources: ["感知设备", "Devices"],
  silent: ["失联或 24 小时无数据", "silent, or nothing for 24 h"],
  heardNow: ["有数据", "heard"],
  noCurve: ["这里没有可画的读数。", "There is no reading to draw here."],
  timeline24: ["近 24 小时", "Last 24 hours"],
  nowWord: ["现在", "now"],
  alarms: ["告警", "alarms"],
  incidents: ["事件", "incidents"],
  layers: ["图层", "Layers"],
  towns: ["镇街（示意）", "Towns (schematic)"],
  communities: ["村社区", "Communities"],
  devices: ["设备", "Devices"],
  incidentsLayer: ["事件", "Incidents"],
  opacity: ["不透明度", "Opacity"],
  legend: ["图例", "Legend"],
  normal: ["正常", "normal"],
  noData: ["失联或 24 小时无数据", "silent, or nothing for 24 h"],
  townTint: ["镇街底色 = 最高未结等级", "Towns are tinted by their gravest open incident"],
  withoutPlace: ["台设备没有坐标，见表格", "devices have no location; see the table"],
  oneWithoutPlace: ["台设备没有坐标，见表格", "device has no location; see the table"],
  allOrigins: ["全部来源", "All origins"],
  everyOrigin: ["各来源合计", "all origins together"],
  schematic: ["镇街范围为示意，非法定界线", "Town areas are schematic, no legal boundaries"],
  height: ["3D 高度 = 未结事件数", "3D height = open incidents"],
  table: ["表格", "Table"],
  chart: ["图表", "Chart"],
  mapOf: ["地图", "Map"],
  flatMap: ["本机无 WebGL2，已改用平面图", "No WebGL2 here: flat map"],
  lowQuality: ["画面较慢，已降低画质", "Frames are slow: simpler drawing"],
  wholeCity: ["全市", "Whole city"],
  fit: ["全图", "Fit"],
  source: ["数据来源", "Source"],
  formula: ["口径", "Formula"],
  records: ["记录", "Records"],
  exportCsv: ["导出 CSV", "CSV"],
  exportPng: ["导出 PNG", "PNG"],
  report: ["日报", "Daily report"],
  close: ["关闭", "Close"],
  cancel: ["取消", "Cancel"],
  hide: ["收起", "Hide"],
  look: ["查看", "Look"],
  nextIncident: ["下一件", "Next incident"],
  copyLink: ["复制链接", "Copy link"],
  copied: ["链接已复制", "Link copied"],
  tabTimeline: ["时间线", "Timeline"],
  tabAct: ["处置", "Act"],
  tabDevices: ["关联设备", "Devices"],
  tabWhy: ["触发依据", "Why"],
  acknowledge: ["确认", "Acknowledge"],
  takeInHand: ["着手处置", "Take in hand"],
  closeIncident: ["办结", "Close incident"],
  reopen: ["重开", "Reopen"],
  declineReopening: ["维持办结", "Keep closed"],
  undoMerge: ["撤销归并", "Undo merge"],
  decideLevel: ["研判定级", "Decide level"],
  addEvidence: ["补充佐证", "Add evidence"],
  note: ["说明", "Note"],
  reason: ["理由", "Reason"],
  evidence: ["佐证", "Evidence"],
  evidenceNote: ["现场记录", "What was seen"],
  evidenceKind: ["佐证类型", "Kind of evidence"],
  evidenceReading: ["触发时的读数", "The reading that raised the alarm"],
  evidenceReference: ["文件的 https 地址", "File, an https address"],
  photo: ["现场照片", "Photo"],
  photoChoose: ["选择照片…", "Choose a photo…"],
  photoHint: ["JPEG、PNG 或 WebP，不超过 10 MiB；拍摄位置等附带信息不会保存", "JPEG, PNG or WebP, at most 10 MiB; where it was taken is not kept"],
  photoPreview: ["所选照片预览", "Preview of the chosen photo"],
  photoSending: ["照片发送进度", "How much of the photo is sent"],
  photoDrop: ["不用这张", "Not this one"],
  photoOpen: ["看大图", "Open large"],
  photoLost: ["照片没有读到", "The photo could not be read"],
  photoType: ["不是 JPEG、PNG 或 WebP 照片，没有发送", "no JPEG, PNG or WebP photo; nothing was sent"],
  photoLarge: ["超过 10 MiB，没有发送；请调小照片尺寸", "more than 10 MiB; nothing was sent. Choose a smaller picture size"],
  photoEmpty: ["文件是空的，没有发送", "the file is empty; nothing was sent"],
  photoUnreadable: ["不是能打开的照片，没有发送", "this is no photo that can be opened; nothing was sent"],
  requiredOrPhoto: ["必填，附照片时可不填", "required unless there is a photo"],
  required: ["必填", "required"],
  optional: ["选填", "optional"],
  closingNote: ["办结说明", "Closing note"],
  whyEvidence: ["办结须有佐证：现场所见、一张照片或一个读数。", "Closing needs evidence: what was seen, a photo or a reading."],
  done: ["已完成", "Done"],
  mayNotAct: ["当前身份只能查看，不能处置。", "This identity may look, not act."],
  lasted: ["发生于", "since"],
  oneSource: ["条告警", "alarm"],
  manySources: ["条告警", "alarms"],
  sources: ["来源", "sources"],
  byRules: ["按规则定级，未经人工研判", "level set by the rules, nobody has decided"],
  proposed: ["规则建议", "rules propose"],
  decided: ["人工研判", "decided by a person"],
  rule: ["规则", "Rule"],
  because: ["判断", "Because"],
  clears: ["何时解除", "Clears when"],
  condition: ["规则表达式", "Rule, as written"],
  clearing: ["解除表达式", "Clearing, as written"],
  pack: ["场景包", "Pack"],
  inputs: ["当时取值", "Values then"],
  raisedAt: ["触发时间", "Raised"],
  clearedAt: ["解除时间", "Cleared"],
  model: ["型号", "Model"],
  place: ["地点", "Place"],
  name: ["名称", "Name"],
  kind: ["类别", "Kind"],
  level: ["等级", "Level"],
  state: ["状态", "State"],
  time: ["时间", "Time"],
  value: ["数值", "Value"],
  quality: ["质量", "Quality"],
  origin: ["来源类别", "Origin"],
  location: ["坐标", "Location"],
  noLocation: ["未登记坐标", "no location registered"],
  latest: ["最新读数", "Latest reading"],
  heardAt: ["最近收到", "Last heard"],
  device: ["设备", "Device"],
  loading: ["读取中…", "Loading…"],
  failed: ["没有读到", "Could not be read"],
  retry: ["重试", "Try again"],
  more: ["仅显示前面部分", "Only the first of them are shown"],
  reopeningProposed: ["来源再次告警，须决定是否重开", "A source raised again: decide on reopening"],
  openIncident: ["打开事件", "Open incident"],
  noIncidentOf: ["这条告警没有未结事件。", "This alarm belongs to no incident that is known here."],
  restored: ["连接已恢复，期间的告警与事件已补齐", "Connected again; alarms and incidents in between are here"],
  lost: ["连接中断，画面停在最后收到的时刻", "The line is cut; the screen shows what was last heard"],
  simulatedMark: ["模拟数据", "Simulated data"],
  replayedMark: ["回放数据", "Replayed data"],
  keysRow: ["下一条 / 上一条", "next / previous row"],
  keysOpen: ["打开", "open"],
  keysLevel: ["研判定级", "decide the level"],
  keysClose: ["关闭", "close"],
  keysOff: ["停用单字母快捷键", "Turn single-letter keys off"],
  page: ["页面", "Page"],
  bringDevices: ["还没有设备。登记设备后，这里会显示它们的读数和告警。", "No device yet. Register devices and their readings and alarms appear here."],
  inAlarm: ["设备告警中", "device in alarm"],
} as const satisfies Record<string, readonly [string, string]>;

export type Word = keyof typeof texts;

export const language = (): "zh" | "en" => view().language;

/** A text in the language of the screen. */
export const t = (word: Word): string => texts[word][language() === "zh" ? 0 : 1];

/** One of two texts that the city itself gives. */
export const named = (zh: string, en: string): string => (language() === "zh" ? zh : en);

/** Colour never stands alone: a level has its name, its numeral and its shape. */
export const levelName = (level: Level): string =>
  named({ I: "特别重大", II: "重大", III: "较大", IV: "一般" }[level], { I: "Extreme", II: "Major", III: "Serious", IV: "Minor" }[level]);

export const levelShape = (level: Level): string => ({ I: "▲", II: "◆", III: "■", IV: "●" })[level];

export const originName = (origin: Origin): string =>
  named({ live: "实时", replayed: "回放", simulated: "模拟" }[origin], { live: "live", replayed: "replayed", simulated: "simulated" }[origin]);

const states: Record<string, readonly [string, string]> = {
  open: ["待确认", "open"],
  acknowledged: ["已确认", "acknowledged"],
  "in-hand": ["处置中", "in hand"],
  closed: ["已办结", "closed"],
  reopened: ["已重开", "reopened"],
};

export const stateName = (state: string): string => named(...(states[state] ?? [state, state]));

/** Refusals that an officer meets, in the language of the screen; others are shown as the city says them. */
const problems: Record<string, readonly [string, string]> = {
  "incident-unknown": ["没有这个编号的事件，链接可能不完整。", "There is no incident of this number; the link may be incomplete."],
  "device-unknown": ["没有这个编号的设备。", "There is no device of this number."],
  "place-unknown": ["本市没有这个代码的地点，请从“全市”重新选择。", "No place of this city has this code; choose again from the whole city."],
  "photo-invalid": ["这不是能读取的照片，没有保存。请重新选择。", "This is no photo that can be read; nothing was kept. Choose another."],
  "photo-not-as-declared": ["文件内容与类型不符，没有保存。请用相机原文件。", "The file is not of the type it claims; nothing was kept. Take the camera's own file."],
  "photo-incomplete": ["照片不完整或已损坏，没有保存。请重新发送，或从相机重新取一份。", "The photo is cut off or damaged; nothing was kept. Send it again, or take it from the camera anew."],
  "photo-too-many-pixels": ["照片像素过多，没有保存。请调小照片尺寸后重拍。", "The picture has too many pixels; nothing was kept. Take it with a smaller picture size."],
  "body-too-large": ["文件过大，没有保存。", "The file is too large; nothing was kept."],
  "evidence-too-much": ["佐证已达上限。", "There is as much evidence as an incident takes."],
  "evidence-missing": ["办结须有佐证：照片、记录或读数。", "Closing needs evidence: a photo, a note or a reading."],
  "incident-closed": ["事件已办结，须先重开。", "The incident is closed; reopen it first."],
  "incident-not-acknowledged": ["事件尚未确认，请先确认。", "Nobody has acknowledged it yet; do that first."],
  overloaded: ["城市服务繁忙，没有执行。请稍后再试。", "The city is busy; nothing was done. Try again in a while."],
};

/** A refusal in the language of the screen; null where only the city has words for it. */
export const problemText = (code: string): string | null => (problems[code] === undefined ? null : named(...problems[code]));

const qualities: Record<string, readonly [string, string]> = {
  good: ["正常", "good"], missing: ["缺测", "missing"], spike: ["突跳", "spike"], range: ["超量程", "out of range"],
  late: ["迟到", "late"], clock: ["时钟不可信", "clock"], conflict: ["冲突", "conflict"],
};

export const qualityName = (quality: string): string => named(...(qualities[quality] ?? [quality, quality]));

/** Puts the language's texts into the page's fixed parts. */
export function speak(): void {
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  document.title = `${t("title")} · ${t("city")}`;
  for (const element of document.querySelectorAll<HTMLElement>("[data-t]")) {
    element.textContent = t(element.dataset["t"] as Word);
  }

  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset["label"] as Word));
    if (element instanceof HTMLButtonElement) {
      element.title = t(element.dataset["label"] as Word);
    }
  }
}
