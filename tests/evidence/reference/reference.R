# The same sums in R, as a second opinion on src/notknowing/evidence. R is not needed to run the tests: they read the
# CSV files that this script wrote. To write them again:
#   cd tests/evidence/reference && Rscript reference.R
# Packages of Debian 12: r-cran-metafor, r-cran-psych, r-cran-sandwich, r-cran-vcd. Versions used: versions.csv.
suppressPackageStartupMessages({library(metafor); library(psych); library(sandwich); library(vcd)})

save <- function(table, file) write.csv(format(table, digits = 15, trim = TRUE, scientific = FALSE), file, row.names = FALSE, quote = FALSE)

# -- pooling: metafor::escalc and metafor::rma -----------------------------------------------------------------------
sets <- list(
  # Sixteen studies of conscientiousness and taking one's medicine: Molloy, O'Carroll and Ferguson (2014),
  # doi:10.1007/s12160-013-9524-4, as they come with metadat. Real numbers, and nothing to do with the alliance.
  molloy2014 = dat.molloy2014[, c("ri", "ni")],
  # The rest is made up.
  eight = data.frame(ri = c(.45, .10, .31, -.08, .52, .28, .18, .40), ni = c(28, 67, 52, 39, 103, 147, 84, 60)),
  alike = data.frame(ri = c(.30, .28, .31, .27, .29), ni = c(40, 80, 60, 120, 33)),
  apart = data.frame(ri = c(-.60, .10, .75, .30), ni = c(25, 300, 41, 12)),
  three = data.frame(ri = c(.05, .35, .50), ni = c(90, 45, 70)),
  two = data.frame(ri = c(.10, .60), ni = c(50, 50))
)
studies <- do.call(rbind, lapply(names(sets), function(name) data.frame(set = name, r = sets[[name]]$ri, n = sets[[name]]$ni)))
save(studies, "studies.csv")

pooled <- do.call(rbind, lapply(names(sets), function(name) {
  z <- escalc(measure = "ZCOR", ri = ri, ni = ni, data = sets[[name]])
  do.call(rbind, lapply(c("FE", "DL", "PM", "REML"), function(method) {
    fit <- rma(yi, vi, data = z, method = method, control = list(threshold = 1e-12, maxiter = 1000, tol = 1e-12))
    reach <- if (method != "FE" && fit$k > 2) qt(.975, fit$k - 2) * sqrt(fit$tau2 + fit$se^2) else NA
    data.frame(set = name, method = method, estimate = as.numeric(fit$b), se = fit$se, low = fit$ci.lb, high = fit$ci.ub,
               tau2 = fit$tau2, i2_metafor = fit$I2, q = fit$QE, first_weight = as.numeric(weights(fit))[1] / 100,
               ahead_low = as.numeric(fit$b) - reach, ahead_high = as.numeric(fit$b) + reach)
  }))
}))
save(pooled, "pooled.csv")

# -- effect sizes: psych::fisherz, fisherz2r, r2d, d2r, r.con ----------------------------------------------------------
r <- c(-.9, -.28, 0, .1, .278, .5, .97); n <- c(12, 40, 5, 300, 4, 33, 20)
ends <- t(mapply(function(r, n) r.con(r, n, p = .95, twotailed = TRUE), r, n))
save(data.frame(r = r, n = n, z = fisherz(r), back = fisherz2r(r), d = r2d(r), r_of_d = d2r(r), low = ends[, 1], high = ends[, 2]), "effects.csv")

# -- kappa: vcd::Kappa -------------------------------------------------------------------------------------------------
# psych::cohen.kappa has the same kappas. Its standard errors of weighted kappa are others (0.0669 where vcd, statsmodels,
# the formula of Fleiss, Cohen and Everitt and its slope taken by hand all have 0.0679), so they are not used.
tables <- list(three_by_three = matrix(c(20, 4, 1, 3, 15, 6, 2, 5, 24), 3, byrow = TRUE),
               rare = matrix(c(88, 3, 5, 4), 2, byrow = TRUE),
               four_bands = matrix(c(8, 3, 1, 0, 2, 11, 4, 1, 0, 5, 9, 3, 1, 0, 2, 10), 4, byrow = TRUE))
kappas <- do.call(rbind, lapply(names(tables), function(name) {
  counts <- tables[[name]]; size <- nrow(counts); step <- abs(outer(1:size, 1:size, "-")) / (size - 1)
  do.call(rbind, lapply(c("none", "linear", "quadratic"), function(weights) {
    credit <- switch(weights, none = diag(size), linear = 1 - step, quadratic = 1 - step^2)
    fit <- Kappa(counts, weights = credit)$Weighted
    stopifnot(isTRUE(all.equal(fit[["value"]], cohen.kappa(counts, w = credit)$weighted.kappa)))
    data.frame(table = name, weights = weights, kappa = fit[["value"]], se = fit[["ASE"]], counts = paste(t(counts), collapse = " "))
  }))
}))
save(kappas, "kappas.csv")

# -- one session and the next: lm, sandwich::vcovCL ----------------------------------------------------------------------
rated <- read.csv("sessions.csv")
own <- function(v) v - ave(v, rated$person, FUN = function(one) mean(one, na.rm = TRUE))
rated$cx <- own(rated$x); rated$cy <- own(rated$y)
before <- transform(rated, session = session + 1)[, c("person", "session", "cx", "cy")]
pairs <- merge(rated[, c("person", "session", "cy")], before, by = c("person", "session"), suffixes = c("", "_before"))
lags <- do.call(rbind, lapply(c(TRUE, FALSE), function(adjust) {
  used <- pairs[complete.cases(if (adjust) pairs else pairs[, c("cy", "cx")]), ]
  fit <- lm(if (adjust) cy ~ cx + cy_before else cy ~ cx, data = used)
  se <- sqrt(diag(vcovCL(fit, cluster = used$person, type = "HC1")))[["cx"]]
  g <- length(unique(used$person))
  data.frame(adjust = adjust, within = coef(fit)[["cx"]], se = se, low = coef(fit)[["cx"]] - qt(.975, g - 1) * se,
             high = coef(fit)[["cx"]] + qt(.975, g - 1) * se, carried = if (adjust) coef(fit)[["cy_before"]] else NA,
             people = g, rows = nrow(used))
}))
means <- aggregate(rated[, c("x", "y")], rated["person"], mean, na.rm = TRUE)
between <- lm(y ~ x, means)
lags$between <- coef(between)[["x"]]; lags$between_low <- confint(between)["x", 1]; lags$between_high <- confint(between)["x", 2]
lags$between_r <- cor(means$x, means$y)
save(lags, "lags.csv")

# -- windowed cross-lagged correlation: cor(), window by window ----------------------------------------------------------
# 2 measurements a second; windows of 8 s, a step of 3 s, lags up to 2 s. At lags above 0 the second series is taken later.
moved <- read.csv("movement.csv"); long <- 16; step <- 6; far <- 4
ccf_rows <- list()
for (begin in seq(1, nrow(moved) - long - far + 1, by = step)) for (lag in -far:far) {
  one <- moved$x[begin + max(-lag, 0) + 0:(long - 1)]; other <- moved$y[begin + max(lag, 0) + 0:(long - 1)]
  ccf_rows[[length(ccf_rows) + 1]] <- data.frame(begin_s = (begin - 1) / 2, lag_s = lag / 2, r = cor(one, other))
}
ccf_rows <- do.call(rbind, ccf_rows)
save(ccf_rows, "windows.csv")

save(data.frame(what = c("R", "metafor", "metadat", "psych", "sandwich", "vcd"),
                version = c(paste(R.version$major, R.version$minor, sep = "."), sapply(c("metafor", "metadat", "psych", "sandwich", "vcd"), function(p) as.character(packageVersion(p))))), "versions.csv")
